package io.mailprobe.protocol.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import org.junit.jupiter.api.Test;

class HeaderFieldTest {

  @Test
  void fieldsAreUnfoldedAndKeepTheirOrder() {
    assertThat(HeaderField.parse("A: 1\r\nb :  2\r\n\t3\r\n  4\r\nA:\r\n 5\r\n"))
        .extracting(HeaderField::name, HeaderField::value)
        .containsExactly(tuple("A", "1"), tuple("b", "2\t3  4"), tuple("A", "5"));
  }

  @Test
  void theRawFieldIsWhatStandsInTheBlock() {
    assertThat(HeaderField.parse("A: 1\r\n 2\r\nB: 3"))
        .extracting(HeaderField::raw)
        .containsExactly("A: 1\r\n 2", "B: 3");
  }

  @Test
  void bareLineFeedsEndLinesToo() {
    assertThat(HeaderField.parse("A: 1\nB: 2\n 3\n\nC: 4\n"))
        .extracting(HeaderField::value)
        .containsExactly("1", "2 3");
  }

  @Test
  void theBodyIsNotPartOfTheBlock() {
    assertThat(HeaderField.parse("A: 1\r\n\r\nReceived: by body.example.net\r\n")).hasSize(1);
  }

  @Test
  void whatIsNoFieldIsPassedOverWithWhatContinuesIt() {
    assertThat(
            HeaderField.parse(
                String.join(
                    "\r\n",
                    " B: continues nothing",
                    ": no name",
                    "no colon",
                    " C: 2",
                    "two words: 3",
                    "A: 1")))
        .extracting(HeaderField::name)
        .containsExactly("A");
  }

  @Test
  void nothingIsABlockToo() {
    assertThat(HeaderField.parse("")).isEmpty();
    assertThat(HeaderField.parse("\r\n")).isEmpty();
    assertThat(HeaderField.parse("\r")).isEmpty();
  }
}
