package io.mailprobe.app.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Writes a block of a Prometheus's store (tsdb/docs/format of its source): a folder with samples of
 * some series, and an index to them. {@code promtool} makes the same of text, but takes a hundred
 * times as long, and a gigabyte.
 */
final class Block implements AutoCloseable {

  /** By bytes, as Go compares strings. */
  private static final Comparator<String> BY_BYTES =
      (one, other) -> Arrays.compareUnsigned(one.getBytes(UTF_8), other.getBytes(UTF_8));

  private static final Comparator<Entry> BY_LABELS = (one, other) -> compare(one, other);

  private static final int CHUNKS_MAGIC = 0x85bd40dd;
  private static final int INDEX_MAGIC = 0xbaaad700;
  private static final int INDEX_VERSION = 2;

  /** More than usual: what is read here is read from end to end. */
  private static final int SAMPLES_IN_CHUNK = 480;

  private static final int SERIES_ALIGNMENT = 16;
  private static final int POSTINGS_ALIGNMENT = 4;
  private static final int BUFFER = 1 << 18;

  private final Path folder;
  private final String name;
  private final OutputStream chunks;
  private final List<Entry> entries = new ArrayList<>();
  private long chunksLength;
  private long samples;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  /** Where a chunk is, and of which time. */
  private record Chunk(long first, long last, long reference) {}

  private record Entry(SortedMap<String, String> labels, List<Chunk> chunks) {}

  /**
   * An empty block.
   *
   * @param data the folder of a server that does not run
   * @param number tells it from the other blocks of the folder
   */
  Block(Path data, long number) throws IOException {
    name = "%026d".formatted(number); // Blocks are named by ULIDs; this is one.
    folder = Files.createDirectories(data.resolve(name));
    Path segments = Files.createDirectories(folder.resolve("chunks"));
    chunks = new BufferedOutputStream(Files.newOutputStream(segments.resolve("000001")), BUFFER);
    writeChunks(new Bytes().fixed32(CHUNKS_MAGIC).one(1).one(0).one(0).one(0).all());
  }

  private void writeChunks(byte[] bytes) throws IOException {
    chunks.write(bytes);
    chunksLength += bytes.length;
  }

  /**
   * Adds a series.
   *
   * @param labels the name of its metric among them; no other series of the block has the same
   * @param millis when its samples were, in their order
   * @param size how many there are
   */
  void add(SortedMap<String, String> labels, long[] millis, double[] values, int size)
      throws IOException {
    if (size == 0) {
      return;
    }
    SortedMap<String, String> kept = new TreeMap<>(BY_BYTES);
    labels.forEach(
        (label, value) -> {
          if (!value.isEmpty()) { // Empty is absent.
            kept.put(label, value);
          }
        });
    List<Chunk> written = new ArrayList<>();
    for (int from = 0; from < size; from += SAMPLES_IN_CHUNK) {
      int to = Math.min(size, from + SAMPLES_IN_CHUNK);
      XorChunk chunk = new XorChunk();
      for (int i = from; i < to; i++) {
        if (i > 0 && millis[i] <= millis[i - 1]) {
          throw new IllegalArgumentException("samples of " + labels + " are not in their order");
        }
        chunk.add(millis[i], values[i]);
      }
      written.add(new Chunk(millis[from], millis[to - 1], chunksLength));
      byte[] data = chunk.data();
      byte[] checked = new Bytes().one(XorChunk.ENCODING).bytes(data).all();
      writeChunks(new Bytes().unsigned(data.length).bytes(checked).fixed32(sum(checked)).all());
    }
    entries.add(new Entry(kept, written));
    samples += size;
    first = Math.min(first, millis[0]);
    last = Math.max(last, millis[size - 1]);
  }

  /** Writes what leads to the samples. Without any there is no block. */
  @Override
  public void close() throws IOException {
    chunks.close();
    if (entries.isEmpty()) {
      Files.delete(folder.resolve("chunks").resolve("000001"));
      Files.delete(folder.resolve("chunks"));
      Files.delete(folder);
      return;
    }
    entries.sort(BY_LABELS);
    Files.write(folder.resolve("index"), index());
    Files.writeString(
        folder.resolve("meta.json"),
        """
        {"ulid":"%s","minTime":%d,"maxTime":%d,\
        "stats":{"numSamples":%d,"numSeries":%d,"numChunks":%d},\
        "compaction":{"level":1,"sources":["%s"]},"version":1}
        """
            .formatted(
                name,
                first,
                last + 1,
                samples,
                entries.size(),
                entries.stream().mapToInt(entry -> entry.chunks().size()).sum(),
                name));
  }

  private byte[] index() {
    Bytes index = new Bytes().fixed32(INDEX_MAGIC).one(INDEX_VERSION);
    final long symbols = index.size();
    Map<String, Integer> numbers = symbols(index);
    final long series = index.align(SERIES_ALIGNMENT).size();
    // Ordered by name and value, all series before them.
    SortedMap<String, SortedMap<String, List<Integer>>> postings = new TreeMap<>(BY_BYTES);
    List<Integer> everything = new ArrayList<>();
    postings.put("", new TreeMap<>(Map.of("", everything)));
    for (Entry entry : entries) {
      index.align(SERIES_ALIGNMENT);
      int number = index.size() / SERIES_ALIGNMENT;
      everything.add(number);
      entry
          .labels()
          .forEach(
              (label, value) ->
                  postings
                      .computeIfAbsent(label, _ -> new TreeMap<>(BY_BYTES))
                      .computeIfAbsent(value, _ -> new ArrayList<>())
                      .add(number));
      byte[] described = described(entry, numbers);
      index.unsigned(described.length).bytes(described).fixed32(sum(described));
    }
    final long lists = index.align(POSTINGS_ALIGNMENT).size();
    Bytes table = new Bytes();
    int count = 0;
    for (Map.Entry<String, SortedMap<String, List<Integer>>> label : postings.entrySet()) {
      for (Map.Entry<String, List<Integer>> value : label.getValue().entrySet()) {
        index.align(POSTINGS_ALIGNMENT);
        table.one(2).text(label.getKey()).text(value.getKey()).unsigned(index.size());
        Bytes list = new Bytes().fixed32(value.getValue().size());
        value.getValue().forEach(list::fixed32);
        index.section(list.all());
        count++;
      }
    }
    final long offsets = index.size();
    index.section(new Bytes().fixed32(count).bytes(table.all()).all());
    byte[] contents =
        new Bytes()
            .fixed64(symbols)
            .fixed64(series)
            .fixed64(lists) // Label indices: nobody reads them any more, and there are none.
            .fixed64(offsets)
            .fixed64(lists)
            .fixed64(offsets)
            .all();
    return index.bytes(contents).fixed32(sum(contents)).all();
  }

  private Map<String, Integer> symbols(Bytes index) {
    SortedMap<String, Integer> sorted = new TreeMap<>(BY_BYTES);
    for (Entry entry : entries) {
      for (Map.Entry<String, String> label : entry.labels().entrySet()) {
        sorted.put(label.getKey(), 0);
        sorted.put(label.getValue(), 0);
      }
    }
    Map<String, Integer> numbers = new HashMap<>();
    Bytes texts = new Bytes().fixed32(sorted.size());
    for (String text : sorted.keySet()) {
      numbers.put(text, numbers.size());
      texts.text(text);
    }
    index.section(texts.all());
    return numbers;
  }

  private static byte[] described(Entry entry, Map<String, Integer> numbers) {
    Bytes bytes = new Bytes().unsigned(entry.labels().size());
    for (Map.Entry<String, String> label : entry.labels().entrySet()) {
      bytes.unsigned(number(numbers, label.getKey())).unsigned(number(numbers, label.getValue()));
    }
    Collection<Chunk> chunks = entry.chunks();
    bytes.unsigned(chunks.size());
    long end = 0;
    long reference = 0;
    for (Chunk chunk : chunks) {
      boolean leads = end == 0;
      bytes
          .bytes(
              leads
                  ? XorChunk.Varints.signed(chunk.first())
                  : XorChunk.Varints.unsigned(chunk.first() - end))
          .unsigned(chunk.last() - chunk.first())
          .bytes(
              leads
                  ? XorChunk.Varints.unsigned(chunk.reference())
                  : XorChunk.Varints.signed(chunk.reference() - reference));
      end = chunk.last();
      reference = chunk.reference();
    }
    return bytes.all();
  }

  private static int number(Map<String, Integer> numbers, String symbol) {
    return numbers.getOrDefault(symbol, 0);
  }

  private static int compare(Entry one, Entry other) {
    Iterator<Map.Entry<String, String>> others = other.labels().entrySet().iterator();
    for (Map.Entry<String, String> label : one.labels().entrySet()) {
      if (!others.hasNext()) {
        return 1;
      }
      Map.Entry<String, String> against = others.next();
      int names = BY_BYTES.compare(label.getKey(), against.getKey());
      int both = names == 0 ? BY_BYTES.compare(label.getValue(), against.getValue()) : names;
      if (both != 0) {
        return both;
      }
    }
    return others.hasNext() ? -1 : 0;
  }

  private static int sum(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return (int) sum.getValue();
  }

  /** Bytes that grow. */
  private static final class Bytes {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    int size() {
      return bytes.size();
    }

    Bytes one(int value) {
      bytes.write(value);
      return this;
    }

    Bytes bytes(byte[] some) {
      bytes.writeBytes(some);
      return this;
    }

    Bytes fixed32(int value) {
      return bytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    Bytes fixed64(long value) {
      return bytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }

    Bytes unsigned(long value) {
      return bytes(XorChunk.Varints.unsigned(value));
    }

    Bytes text(String text) {
      byte[] some = text.getBytes(UTF_8);
      return unsigned(some.length).bytes(some);
    }

    /** Its length, itself, and its sum. */
    Bytes section(byte[] some) {
      return fixed32(some.length).bytes(some).fixed32(sum(some));
    }

    Bytes align(int to) {
      while (bytes.size() % to != 0) {
        bytes.write(0);
      }
      return this;
    }

    byte[] all() {
      return bytes.toByteArray();
    }
  }
}
