package io.mailprobe.prober.submit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireMessageTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a\\r\\nb\\r\\n | a\\r\\nb\\r\\n | 6",
        ".a\\r\\n..\\r\\n.\\r\\n | ..a\\r\\n...\\r\\n..\\r\\n | 11",
        "a.b\\r\\n | a.b\\r\\n | 5",
        "no end | no end\\r\\n | 8",
        "bare\\nfeed\\n.\\n | bare\\r\\nfeed\\r\\n..\\r\\n | 15",
        "bare\\rreturn\\r.\\r | bare\\r\\nreturn\\r\\n..\\r\\n | 17",
        "blank\\r\\n\\r\\n | blank\\r\\n\\r\\n | 9",
        "'' | '' | 0",
      })
  void linesEndInCrLfAndLeadingDotsAreDoubled(String message, String wire, int size) {
    WireMessage made = WireMessage.of(unescaped(message));
    assertThat(made.text()).isEqualTo(unescaped(wire));
    assertThat(made.size()).isEqualTo(size);
  }

  private static String unescaped(String text) {
    return text.replace("\\r", "\r").replace("\\n", "\n");
  }
}
