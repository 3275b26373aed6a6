package io.mailprobe.receiver.listen;

import io.mailprobe.protocol.time.Clock;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/**
 * The TCP connection under a peer's session. It knows when bytes last moved, below TLS too, so that
 * a peer that sends one byte of a TLS record at a time is seen as what it is.
 */
final class MeteredSocket extends Socket {

  private final Clock clock;
  private volatile long moved;

  MeteredSocket(Clock clock) {
    this.clock = clock;
    moved = clock.nanos();
  }

  /** The monotonic instant at which bytes last came or went, or were last waited for. */
  long moved() {
    return moved;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read() throws IOException {
        moved = clock.nanos();
        int b = super.read();
        moved = clock.nanos();
        return b;
      }

      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        moved = clock.nanos();
        int count = super.read(bytes, from, length);
        moved = clock.nanos();
        return count;
      }
    };
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new FilterOutputStream(super.getOutputStream()) {
      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        moved = clock.nanos();
      }
    };
  }
}
