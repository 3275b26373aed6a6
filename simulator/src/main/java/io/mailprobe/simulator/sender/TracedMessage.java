package io.mailprobe.simulator.sender;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import jakarta.mail.Session;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.angus.mail.smtp.SMTPMessage;

/** A message that goes out byte for byte as it came, below the headers put before it. */
final class TracedMessage extends SMTPMessage {

  private final String trace;
  private final String original;

  TracedMessage(Session session, String mailFrom, String trace, String original) {
    super(session);
    this.trace = trace;
    this.original = original;
    setEnvelopeFrom(mailFrom.isEmpty() ? "<>" : mailFrom);
  }

  @Override
  public void saveChanges() {
    // There is nothing to be derived from a content: the bytes are the message.
  }

  @Override
  public int getSize() {
    return trace.length() + original.length();
  }

  @Override
  public void writeTo(OutputStream out, String[] ignoredHeaders) throws IOException {
    out.write(trace.getBytes(ISO_8859_1));
    out.write(original.getBytes(ISO_8859_1));
    out.flush();
  }
}
