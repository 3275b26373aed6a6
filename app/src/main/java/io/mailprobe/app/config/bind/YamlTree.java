package io.mailprobe.app.config.bind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Composes YAML's events to a tree. Unlike a composer for general use it goes on after a key that
 * stands twice, an alias of nothing or a tag, and bounds how deep and how large the tree may be,
 * aliases counted as often as they are used.
 */
final class YamlTree {

  /** Far more than any configuration has, far less than what hurts. */
  private static final int MAX_DEPTH = 32;

  private static final int MAX_NODES = 50_000;
  private static final String CORE_TAG = "tag:yaml.org,2002:";

  private final Iterator<Event> events;
  private final Problems problems;
  private final Map<Anchor, Anchored> anchors = new HashMap<>();
  private int nodes;
  private int depth;

  private YamlTree(Iterator<Event> events, Problems problems) {
    this.events = events;
    this.problems = problems;
  }

  /** The root of the first document; empty where there is none or it is not YAML, as reported. */
  static Optional<Value> parse(String text, Problems problems) {
    LoadSettings settings = LoadSettings.builder().setUseMarks(true).build();
    try {
      return new YamlTree(new Parse(settings).parseString(text).iterator(), problems).document();
    } catch (YamlEngineException e) {
      problems.add(SyntaxProblem.of(e, text));
    } catch (TooMuchException e) {
      problems.error(e.place, "", e.message);
    }
    return Optional.empty();
  }

  private Optional<Value> document() throws TooMuchException {
    Optional<Value> root = Optional.empty();
    while (events.hasNext()) {
      Event event = events.next();
      switch (event.getEventId()) {
        case DocumentStart -> {
          if (root.isPresent()) {
            problems.error(
                place(event),
                "",
                "a second document begins here; a file holds one configuration, so take the ---"
                    + " away or split the file");
            return root;
          }
        }
        case Scalar, SequenceStart, MappingStart, Alias -> root = Optional.of(node(event, ""));
        case StreamStart, StreamEnd, DocumentEnd, SequenceEnd, MappingEnd, Comment -> {}
      }
    }
    return root;
  }

  private Value node(Event event, String path) throws TooMuchException {
    if (event instanceof AliasEvent alias) {
      return aliased(alias, path);
    }
    int before = nodes;
    count(1, event);
    Value value =
        switch (event) {
          case ScalarEvent scalar ->
              tagged(scalar.getTag(), scalar, path)
                  ? new Value.Broken(place(scalar))
                  : new Value.Text(place(scalar), scalar.getValue(), scalar.isPlain());
          case SequenceStartEvent start -> {
            boolean broken = tagged(start.getTag(), start, path);
            Value items = items(start, path);
            yield broken ? new Value.Broken(place(start)) : items;
          }
          case MappingStartEvent start -> {
            boolean broken = tagged(start.getTag(), start, path);
            Value mapping = mapping(start, path);
            yield broken ? new Value.Broken(place(start)) : mapping;
          }
          default -> throw new IllegalStateException("not the start of a node: " + event);
        };
    Optional<Anchor> anchor = ((NodeEvent) event).getAnchor();
    if (anchor.isPresent()) {
      anchors.put(anchor.get(), new Anchored(value, nodes - before));
    }
    return value;
  }

  private Value aliased(AliasEvent alias, String path) throws TooMuchException {
    Anchored anchored = anchors.get(alias.getAlias());
    if (anchored == null) {
      problems.error(
          place(alias),
          path,
          "an alias (*) of an anchor (&) that does not stand before it; put quotes around text that"
              + " begins with *");
      return new Value.Broken(place(alias));
    }
    count(anchored.nodes, alias);
    return anchored.value;
  }

  private Value items(SequenceStartEvent start, String path) throws TooMuchException {
    enter(start);
    List<Value> items = new ArrayList<>();
    for (Event next = events.next();
        next.getEventId() != Event.ID.SequenceEnd;
        next = events.next()) {
      items.add(node(next, path + "[" + items.size() + "]"));
    }
    depth--;
    return new Value.Items(place(start), List.copyOf(items));
  }

  private Value mapping(MappingStartEvent start, String path) throws TooMuchException {
    enter(start);
    Map<String, Value.Entry> entries = new LinkedHashMap<>();
    for (Event next = events.next();
        next.getEventId() != Event.ID.MappingEnd;
        next = events.next()) {
      Place place = place(next);
      Value key = node(next, path);
      String name = key instanceof Value.Text text ? text.raw() : "?";
      String child = path.isEmpty() ? name : path + "." + name;
      Value value = node(events.next(), child);
      if (!(key instanceof Value.Text)) {
        problems.error(place, path, "expected the name of a key, got " + key.what());
        continue;
      }
      Value.Entry first = entries.putIfAbsent(name, new Value.Entry(place, name, value));
      if (first != null) {
        problems.error(
            place,
            child,
            "stands here a second time (first at line "
                + first.place().line()
                + "); keep one of the two");
      }
    }
    depth--;
    return new Value.Mapping(place(start), List.copyOf(entries.values()));
  }

  /** Says that a tag means nothing here; tags of YAML itself are let pass. */
  private boolean tagged(Optional<String> tag, Event event, String path) {
    boolean foreign = tag.isPresent() && !tag.get().equals("!") && !tag.get().startsWith(CORE_TAG);
    if (foreign) {
      problems.error(
          place(event),
          path,
          "a tag (!) means nothing here; put quotes around text that begins with !");
    }
    return foreign;
  }

  private void enter(Event event) throws TooMuchException {
    if (++depth > MAX_DEPTH) {
      throw new TooMuchException(
          place(event), "nested more than " + MAX_DEPTH + " deep; no configuration needs that");
    }
  }

  private void count(int more, Event event) throws TooMuchException {
    nodes += more;
    if (nodes > MAX_NODES) {
      throw new TooMuchException(
          place(event),
          "more than "
              + MAX_NODES
              + " values, aliases counted each time; no configuration needs that");
    }
  }

  private static Place place(Event event) {
    return event.getStartMark().map(YamlTree::place).orElse(Place.START);
  }

  static Place place(Mark mark) {
    return new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** A node that has a name, and how many nodes it stands for. */
  private record Anchored(Value value, int nodes) {}

  /** The tree is deeper or larger than it may be. */
  private static final class TooMuchException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Place place;
    private final String message;

    TooMuchException(Place place, String message) {
      super(message);
      this.place = place;
      this.message = message;
    }
  }
}
