package io.mailprobe.app.config.bind;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what a misspelt word was meant to be. */
public final class Nearest {

  private Nearest() {}

  /** The known word that is at most a few slips of the pen away. */
  public static Optional<String> to(String word, Collection<String> known) {
    String plain = plain(word);
    return known.stream()
        .filter(candidate -> distance(plain, plain(candidate)) <= allowed(plain))
        .min(Comparator.comparingInt(candidate -> distance(plain, plain(candidate))));
  }

  private static int allowed(String word) {
    return word.length() <= 3 ? 1 : word.length() <= 6 ? 2 : 3;
  }

  private static String plain(String word) {
    String shortened = word.length() <= 40 ? word : word.substring(0, 40);
    return shortened.replaceAll("[-_ .]", "").toLowerCase(Locale.ROOT);
  }

  /** Letters to be put in, left out, replaced or swapped with a neighbour (Damerau's distance). */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replace, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], 1 + d[i - 2][j - 2]);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
