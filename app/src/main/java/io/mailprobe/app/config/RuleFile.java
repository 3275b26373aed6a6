package io.mailprobe.app.config;

import io.mailprobe.app.config.bind.Document;
import io.mailprobe.app.config.bind.Problems;
import io.mailprobe.protocol.classify.Classifier;
import io.mailprobe.protocol.classify.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** The rules that ship with the product: {@code rules.yaml} beside this class. */
public final class RuleFile {

  private static final String NAME = "rules.yaml";

  private RuleFile() {}

  /** A classifier that goes by a user's own rules first, and by the product's then. */
  public static Classifier classifier(List<Rule> own) {
    return new Classifier(own, shipped());
  }

  /** The product's own rules, in their order. */
  public static List<Rule> shipped() {
    try (InputStream in = RuleFile.class.getResourceAsStream(NAME)) {
      if (in == null) {
        throw new IllegalStateException(NAME + " is missing from the program");
      }
      Problems problems = new Problems();
      return Document.read(
              in.readAllBytes(), RuleSection.FILE, Path.of(""), new Machine(), problems)
          .orElseThrow(() -> new IllegalStateException(NAME + ": " + problems.inOrder()));
    } catch (IOException e) {
      throw new UncheckedIOException(NAME + " cannot be read", e);
    }
  }
}
