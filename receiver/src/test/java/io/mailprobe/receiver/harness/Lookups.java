package io.mailprobe.receiver.harness;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Watches who has the name of an address looked up, for the whole virtual machine. */
public final class Lookups extends InetAddressResolverProvider {

  /** The addresses whose names were asked for. */
  public static final List<InetAddress> OF_ADDRESSES = new CopyOnWriteArrayList<>();

  @Override
  public InetAddressResolver get(Configuration configuration) {
    InetAddressResolver builtIn = configuration.builtinResolver();
    return new InetAddressResolver() {
      @Override
      public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
          throws UnknownHostException {
        return builtIn.lookupByName(host, policy);
      }

      @Override
      public String lookupByAddress(byte[] address) throws UnknownHostException {
        OF_ADDRESSES.add(InetAddress.getByAddress(address));
        return builtIn.lookupByAddress(address);
      }
    };
  }

  @Override
  public String name() {
    return "watching";
  }
}
