package io.mailprobe.app.http;

/** A request that is not answered as asked: with which status, and the sentence that says why. */
final class RefusedException extends Exception {

  private static final long serialVersionUID = 1;

  private final int status;

  RefusedException(int status, String sentence) {
    super(sentence);
    this.status = status;
  }

  static RefusedException badRequest(String sentence) {
    return new RefusedException(400, sentence);
  }

  static RefusedException notFound(String sentence) {
    return new RefusedException(404, sentence);
  }

  /** The HTTP status. */
  int status() {
    return status;
  }

  /** The sentence. */
  String sentence() {
    return String.valueOf(getMessage());
  }
}
