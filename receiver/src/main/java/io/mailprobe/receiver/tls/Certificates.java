package io.mailprobe.receiver.tls;

import io.mailprobe.protocol.time.Clock;
import io.mailprobe.receiver.ReceiverSettings;
import io.mailprobe.receiver.ReceiverSettings.PemFiles;
import io.mailprobe.store.StoreAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate and key in force. The files are looked at again when somebody asks, at most every
 * few seconds; a new pair that does not hold is told in the log, and the old one stays.
 */
public final class Certificates {

  private static final Logger log = LoggerFactory.getLogger(Certificates.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  private final Optional<PemFiles> configured;
  private final StoreAddress store;
  private final String hostname;
  private final Clock clock;
  private @Nullable Loaded loaded;
  private long looked;

  public Certificates(ReceiverSettings settings, Clock clock) {
    configured = settings.tls();
    store = settings.store();
    hostname = settings.hostname();
    this.clock = clock;
  }

  /**
   * Reads the files, or makes a self-signed certificate where none are configured.
   *
   * @throws IOException if that cannot be done; the message names the file
   */
  public synchronized void load() throws IOException {
    PemFiles files =
        configured.isPresent()
            ? configured.get()
            : SelfSigned.in(ownFolder(), hostname, clock.wall());
    loaded = Loaded.from(files);
    looked = clock.nanos();
  }

  /** On a server there is no place for a key: it is made for this run, and goes with it. */
  private Path ownFolder() throws IOException {
    return switch (store) {
      case StoreAddress.Folder(Path path, var _) -> path;
      case StoreAddress.Server _ -> {
        Path folder = Files.createTempDirectory("mailprobe-certificate");
        for (String name : List.of(".", "self-signed.crt", "self-signed.key")) {
          folder.resolve(name).normalize().toFile().deleteOnExit();
        }
        yield folder;
      }
    };
  }

  /** What TLS is to use now. Only after {@link #load}. */
  public synchronized SSLContext current() {
    return refreshed().context();
  }

  /** When the certificate in force runs out. Only after {@link #load}. */
  public synchronized Instant notAfter() {
    return refreshed().notAfter();
  }

  private Loaded refreshed() {
    Loaded now = loaded;
    if (now == null) {
      throw new IllegalStateException("no certificate is loaded");
    }
    if (clock.nanos() - looked < LOOK_EVERY.toNanos()) {
      return now;
    }
    looked = clock.nanos();
    try {
      now = now.refreshed();
    } catch (IOException e) {
      log.warn("the certificate before stays in force: {}", e.getMessage());
    }
    loaded = now;
    return now;
  }

  private record Loaded(CertifiedFiles files, CertifiedKey pair, SSLContext context) {

    static Loaded from(PemFiles pem) throws IOException {
      CertifiedFiles files = new CertifiedFiles(pem);
      CertifiedKey pair = files.current();
      return new Loaded(files, pair, context(pair));
    }

    /** The same unless the files hold something else. */
    Loaded refreshed() throws IOException {
      CertifiedKey current = files.current();
      return current.equals(pair) ? this : new Loaded(files, current, context(current));
    }

    Instant notAfter() {
      return pair.chain().getFirst().getNotAfter().toInstant();
    }

    private static SSLContext context(CertifiedKey pair) throws IOException {
      try {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        char[] password = new char[0];
        X509Certificate[] chain = pair.chain().toArray(X509Certificate[]::new);
        keys.setKeyEntry("receiver", pair.key(), password, chain);
        KeyManagerFactory managers =
            KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
      } catch (GeneralSecurityException e) {
        throw new IOException("the certificate cannot be used: " + e.getMessage(), e);
      }
    }
  }
}
