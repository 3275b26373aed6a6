package io.mailprobe.app.doctor;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * Looks at a configuration and all that it stands on: store, names, servers, certificates, clock,
 * credentials, and the way of one probe for each route. The order is fixed, no check stops another,
 * each is bounded in time, and what an earlier fault explains is skipped.
 */
public final class Doctor {

  private final Tools tools;

  public Doctor(Tools tools) {
    this.tools = tools;
  }

  /**
   * Makes all checks. Blocks.
   *
   * @param sink hears of each as it ends
   * @return whether nothing is broken
   */
  public boolean examine(Consumer<Finding> sink) throws IOException, InterruptedException {
    Examination examination = new Examination(sink);
    try (Bench bench = new Bench(tools);
        Reception reception = new Reception()) {
      bench.start();
      examine(examination, bench, reception);
    }
    return examination.isWell();
  }

  private static void examine(Examination examination, Bench bench, Reception reception)
      throws IOException, InterruptedException {
    DomainChecks domains = new DomainChecks(bench, examination);
    TargetChecks targets = new TargetChecks(bench, examination, domains);
    ReceiverChecks receivers = new ReceiverChecks(bench, examination, reception);
    ArrivalChecks arrivals = new ArrivalChecks(bench, examination, domains, receivers);

    examination.make(StoreChecks.of(bench.config()));
    BudgetChecks budgets = new BudgetChecks(bench, examination);
    for (Way way : bench.ways()) {
      budgets.look(way);
    }
    receivers.own();
    receivers.feeds();
    names(bench, domains, targets);
    credentials(bench, examination, targets);
    new HealthChecks(bench.tools(), examination).look();
    examination.make(new ClockCheck(bench, receivers).check());
    for (String domain : bench.probeDomains()) {
      arrivals.look(domain);
    }
    SenderChecks senders = new SenderChecks(bench, examination, domains, targets);
    for (Way way : bench.ways()) {
      senders.look(way);
    }
    for (Way way : bench.ways()) {
      targets.envelope(way);
    }
    try (ProbeChecks probes = new ProbeChecks(bench, examination, reception, targets, arrivals)) {
      probes.make(receivers.titles());
    }
    LitterChecks litter = new LitterChecks(examination);
    for (Way way : bench.ways()) {
      litter.look(way);
    }
  }

  private static void names(Bench bench, DomainChecks domains, TargetChecks targets)
      throws InterruptedException {
    for (String domain : bench.probeDomains()) {
      domains.mailDomain(domain, DomainChecks.Owner.OURS, "receiver.domains");
    }
    for (Way way : bench.ways()) {
      targets.names(way);
    }
  }

  private static void credentials(Bench bench, Examination examination, TargetChecks targets)
      throws InterruptedException {
    TokenChecks tokens = new TokenChecks(bench, examination);
    for (Way way : bench.ways()) {
      tokens.fetch(way);
    }
    for (Way way : bench.ways()) {
      if (!bench.isOurs(way)) {
        targets.reach(way);
        targets.tls(way);
      }
    }
    for (Way way : bench.ways()) {
      targets.auth(way);
    }
  }
}
