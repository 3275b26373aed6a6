package io.mailprobe.receiver.listen;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What SubEthaSMTP takes for the peer's connection. Its input is the name of each command that the
 * peer sends, and {@link OtherVerb#NAME} for whatever is none; its output goes to the peer. The
 * same object stays in place when TLS comes in below it.
 */
final class PeerSocket extends Socket {

  private final Conversation conversation;
  private final InetSocketAddress peer;
  private final Runnable onClose;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param peer with its text form as its name, so that nobody can make it be looked up
   * @param onClose run once, when the session is over
   */
  PeerSocket(Conversation conversation, InetSocketAddress peer, Runnable onClose) {
    this.conversation = conversation;
    this.peer = peer;
    this.onClose = onClose;
  }

  Conversation conversation() {
    return conversation;
  }

  @Override
  public InputStream getInputStream() {
    return new InputStream() {
      private InputStream verb = InputStream.nullInputStream();

      @Override
      public int read() {
        throw new UnsupportedOperationException("read in whole lines");
      }

      // One command's name at most, so that a reader with a buffer cannot run ahead.
      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        if (verb.available() == 0) {
          String name = conversation.nextVerb();
          if (name.isEmpty()) {
            return -1;
          }
          verb = new ByteArrayInputStream((name + "\r\n").getBytes(US_ASCII));
        }
        return verb.read(bytes, from, length);
      }
    };
  }

  @Override
  public OutputStream getOutputStream() {
    return new OutputStream() {
      private final StringBuilder reply = new StringBuilder();

      @Override
      public void write(int b) {
        reply.append((char) (b & 0xFF));
      }

      @Override
      public void flush() {
        if (!reply.isEmpty()) {
          conversation.reply(reply.toString().strip());
          reply.setLength(0);
        }
      }
    };
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return peer;
  }

  @Override
  public InetAddress getInetAddress() {
    return peer.getAddress();
  }

  @Override
  public int getPort() {
    return peer.getPort();
  }

  /** Nothing: the receiver's own time limits hold. */
  @Override
  public void setSoTimeout(int timeout) {}

  @Override
  public boolean isBound() {
    return true;
  }

  @Override
  public boolean isClosed() {
    return closed.get();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      conversation.close();
      onClose.run();
    }
  }
}
