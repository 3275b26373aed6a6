package io.mailprobe.receiver.listen;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** BDAT (RFC 3030): content in chunks of a given length. */
final class BdatVerb implements Verb {

  private static final Pattern FORM = Pattern.compile("(\\d{1,18})( +(?i:LAST))?");

  @Override
  public void run(Conversation conversation, CommandLine line) {
    Matcher form = FORM.matcher(line.argument());
    if (!form.matches()) {
      conversation.replyBad("501 5.5.4 The form is BDAT length, or BDAT length LAST");
      // Where the chunk ends is not known, so nothing that follows can be told from it.
      conversation.end(
          "421 4.7.0 " + conversation.terms().hostname() + " Out of step with BDAT, closing");
      return;
    }
    long length = Long.parseLong(form.group(1));
    boolean last = form.group(2) != null;
    Optional<Transaction> transaction = conversation.transaction();
    if (transaction.isEmpty() || transaction.get().recipients().isEmpty()) {
      if (conversation.skip(length)) {
        refuse(conversation, transaction.isPresent());
      }
      return;
    }
    take(conversation, transaction.get(), length, last);
  }

  private static void refuse(Conversation conversation, boolean withoutRecipients) {
    if (withoutRecipients) {
      // No fault of a peer that pipelines: it could not know (RFC 2920 3.1).
      conversation.reply("554 5.5.1 No valid recipients");
    } else {
      conversation.replyBad("503 5.5.1 BDAT comes after MAIL and RCPT");
    }
  }

  private static void take(
      Conversation conversation, Transaction transaction, long length, boolean last) {
    transaction.beginChunks();
    boolean whole = new DataReader(conversation.wire()).readChunk(length, transaction.content());
    if (!whole) {
      conversation.endTransaction(); // The peer went away in the middle: nothing has arrived.
    } else if (last) {
      Handover.complete(conversation, transaction);
    } else if (Handover.isTooLarge(conversation, transaction)) {
      // Further chunks then meet no transaction and are refused, each read to its end.
      Handover.refuseSize(conversation);
      conversation.endTransaction();
    } else {
      conversation.reply("250 2.0.0 " + length + " bytes");
    }
  }
}
