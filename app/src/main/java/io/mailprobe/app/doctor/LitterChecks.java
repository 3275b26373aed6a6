package io.mailprobe.app.doctor;

/** What probes leave behind in mailboxes. */
final class LitterChecks {

  private final Examination examination;

  LitterChecks(Examination examination) {
    this.examination = examination;
  }

  /** Says what can be told of the mailbox of a route; after its probe was sent. */
  void look(Way way) throws InterruptedException {
    if (way.route().mailbox().isPresent()) {
      String mailbox = way.route().mailbox().get();
      examination.make(
          Check.of(
                  "litter",
                  mailbox,
                  () ->
                      Seen.ok(
                          ("it is not full: it took a probe. Whether Sent Items is emptied cannot be seen by SMTP:"
                                  + " Get-MailboxFolderStatistics -Identity %s -FolderScope SentItems shows it")
                              .formatted(mailbox)))
              .needing(ProbeChecks.title(way)));
    }
  }
}
