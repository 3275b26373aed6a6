package io.mailprobe.app.config.bind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A list.
 *
 * @param element what each item is
 * @param unique the key that tells the items apart, empty where none does
 * @param least the least number of items
 * @param alone whether a single item may stand without being put in a list
 */
record Listing<T>(Kind<T> element, Optional<String> unique, int least, boolean alone)
    implements Kind<List<T>> {

  @Override
  public String label() {
    String list = "list of " + element.label() + (element instanceof Section<?> ? "s" : "");
    return alone ? element.label() + ", or " + list : list;
  }

  @Override
  public Optional<List<T>> read(Value value, Reading at) {
    return switch (value) {
      case Value.Items list -> items(list, at);
      case Value.Broken _ -> Optional.empty();
      case Value.Text _ when alone -> element.read(value, at).map(List::of);
      case Value.Text _, Value.Mapping _ -> {
        at.problems()
            .error(
                value.place(),
                at.key(),
                "expected a list (each item on a line of its own after \"- \", or [one, two]), got "
                    + value.what());
        yield Optional.empty();
      }
    };
  }

  private Optional<List<T>> items(Value.Items list, Reading at) {
    if (list.items().size() < least) {
      at.problems().error(list.place(), at.key(), "expected at least " + least + " item");
      return Optional.empty();
    }
    int before = at.problems().errors();
    List<T> read = new ArrayList<>();
    Map<String, Integer> lines = new HashMap<>();
    for (int i = 0; i < list.items().size(); i++) {
      Value item = list.items().get(i);
      Reading here = at.item(i, item.place());
      here.remember(item.place());
      checkUnique(item, lines, here);
      element.read(item, here).ifPresent(read::add);
    }
    boolean whole = at.problems().errors() == before && read.size() == list.items().size();
    return whole ? Optional.of(List.copyOf(read)) : Optional.empty();
  }

  /** Looks at what is written, so that a double name shows even in an item with other mistakes. */
  private void checkUnique(Value item, Map<String, Integer> lines, Reading at) {
    if (unique.isPresent()
        && item instanceof Value.Mapping mapping
        && mapping.find(unique.get()).map(Value.Entry::value).orElse(null)
            instanceof Value.Text text) {
      Integer first = lines.putIfAbsent(text.raw(), text.place().line());
      if (first != null && !text.absent()) {
        at.problems()
            .error(
                text.place(),
                at.key() + "." + unique.get(),
                "\"" + text.raw() + "\" is taken already (line " + first + "); choose another");
      }
    }
  }
}
