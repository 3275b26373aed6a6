package io.mailprobe.prober.web;

import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Reads a body that may not be longer than so much; what is longer is broken off there. */
final class BoundedBody implements BodySubscriber<byte[]> {

  private final BodySubscriber<byte[]> body = BodySubscribers.ofByteArray();
  private final int mostBytes;
  private @Nullable Subscription subscription;
  private long read;
  private boolean over;

  BoundedBody(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body.getBody();
  }

  @Override
  public void onSubscribe(Subscription source) {
    subscription = source;
    body.onSubscribe(source);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    if (over) {
      return;
    }
    read += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
    if (read <= mostBytes) {
      body.onNext(buffers);
      return;
    }
    over = true;
    Subscription source = subscription;
    if (source != null) {
      source.cancel();
    }
    body.onError(new TooLargeException(mostBytes));
  }

  @Override
  public void onError(Throwable failure) {
    if (!over) {
      body.onError(failure);
    }
  }

  @Override
  public void onComplete() {
    if (!over) {
      body.onComplete();
    }
  }
}
