package io.mailprobe.app.cli;

import io.mailprobe.app.config.Sockets;
import io.mailprobe.app.config.bind.UnfitException;
import java.net.InetSocketAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads where to listen as configurations have it. */
final class ListenConverter implements ITypeConverter<InetSocketAddress> {

  @Override
  public InetSocketAddress convert(String text) {
    try {
      return Sockets.listen(text);
    } catch (UnfitException e) {
      throw new TypeConversionException(e.describe(text));
    }
  }
}
