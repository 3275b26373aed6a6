import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Ends with 0 if the address answers 200 within three seconds: the image's health check. */
class Health {
  public static void main(String[] arguments) throws IOException {
    try {
      HttpURLConnection request =
          (HttpURLConnection) URI.create(arguments[0]).toURL().openConnection();
      request.setConnectTimeout(1_000);
      request.setReadTimeout(2_000);
      if (request.getResponseCode() == 200) {
        return;
      }
      System.out.println(arguments[0] + " answers " + request.getResponseCode());
    } catch (IOException e) {
      System.out.println(arguments[0] + " does not answer: " + e.getMessage());
    }
    System.exit(1);
  }
}
