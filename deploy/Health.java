import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/**
 * The image's health check: ends with 0 if an http: address answers 200 within three seconds, or
 * somebody takes a connection at a tcp: address.
 */
class Health {
  public static void main(String[] arguments) {
    try {
      URI address = URI.create(arguments[0]);
      if (address.getScheme().equals("tcp")) {
        connect(address);
        return;
      }
      int status = ask(address);
      if (status == 200) {
        return;
      }
      System.out.println(address + " answers " + status);
    } catch (IOException e) {
      System.out.println(arguments[0] + " does not answer: " + e.getMessage());
    }
    System.exit(1);
  }

  private static void connect(URI address) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), 3_000);
    }
  }

  private static int ask(URI address) throws IOException {
    HttpURLConnection request = (HttpURLConnection) address.toURL().openConnection();
    request.setConnectTimeout(1_000);
    request.setReadTimeout(2_000);
    return request.getResponseCode();
  }
}
