package io.mailprobe.app.replay;

import io.mailprobe.prober.submit.InMemoryServers;
import io.mailprobe.prober.submit.MailServer;
import io.mailprobe.prober.submit.NameAnswer;
import io.mailprobe.protocol.time.Scheduler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * The servers that one region's prober reaches: those of Exchange Online, and our receiver.
 *
 * @param exchange Exchange Online's
 * @param peer the prober's address
 * @param certificateEnd when the receiver's certificate runs out
 */
record WithReceiver(
    InMemoryServers exchange,
    ReceiverSite receiver,
    String peer,
    Scheduler scheduler,
    Instant certificateEnd)
    implements InMemoryServers {

  @Override
  public Connection connect(InetSocketAddress address, Client client) {
    if (!address.equals(ReceiverSite.ADDRESS)) {
      return exchange.connect(address, client);
    }
    ReceiverDialogue dialogue =
        new ReceiverDialogue(receiver, peer, client, scheduler, certificateEnd);
    dialogue.begin();
    return dialogue;
  }

  @Override
  public CompletableFuture<NameAnswer<InetAddress>> addresses(String host) {
    return exchange.addresses(host);
  }

  @Override
  public CompletableFuture<NameAnswer<MailServer>> mailServers(String domain) {
    return exchange.mailServers(domain);
  }
}
