package io.mailprobe.app.scene;

import io.mailprobe.app.blame.Blame;
import io.mailprobe.app.config.RuleFile;
import java.util.List;

/** What refusing replies mean, by the rules that ship. */
public final class Replies {

  /** By the rules that ship. */
  public static final Blame BLAME = new Blame(RuleFile.classifier(List.of()));

  private Replies() {}
}
