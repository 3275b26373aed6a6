package io.mailprobe.receiver.harness;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;

/** Whether nobody listens on a port. */
public final class Refused {

  private Refused() {}

  /** Whether a connection to the port is refused. */
  public static boolean by(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !socket.isConnected();
    } catch (ConnectException _) {
      return true;
    }
  }
}
