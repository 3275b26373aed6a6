package io.mailprobe.simulator;

import io.mailprobe.simulator.topology.Place;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Finds one port that is free on the addresses of all front ends, and listens there. */
final class Listeners {

  /** A port that the system gives on the first address may be taken on another; try so often. */
  private static final int TRIES = 20;

  private static final int BACKLOG = 512;

  private Listeners() {}

  /** A listening socket for each place, in their order, all on the given port; 0 is any. */
  static List<ServerSocket> open(List<Place> places, int port) throws IOException {
    BindException last = new BindException("no port is free");
    for (int i = 0; i < (port == 0 ? TRIES : 1); i++) {
      try {
        return openOnce(places, port);
      } catch (BindException e) {
        last = e;
      }
    }
    throw last;
  }

  private static List<ServerSocket> openOnce(List<Place> places, int port) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    int chosen = port;
    for (Place place : places) {
      try {
        InetAddress address = InetAddress.ofLiteral(place.address());
        ServerSocket socket = new ServerSocket(chosen, BACKLOG, address);
        sockets.add(socket);
        chosen = socket.getLocalPort();
      } catch (IOException e) {
        for (ServerSocket socket : sockets) {
          socket.close();
        }
        BindException named =
            new BindException(
                "cannot listen on " + place.address() + ":" + chosen + ": " + e.getMessage());
        named.initCause(e);
        throw named;
      }
    }
    return sockets;
  }
}
