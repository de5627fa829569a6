package io.github.polystill.distillation.trial;

import io.github.polystill.data.ContentHash;
import io.github.polystill.data.LabelSet;
import io.github.polystill.data.encoding.EncodedCorpus;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.models.training.Divergence;
import io.github.polystill.models.training.TrainingCheckpoint;
import io.github.polystill.models.training.TrainingHistory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apiguardian.api.API;

/**
 * Trials and their results as bytes, for executors in other processes. What many trials have in
 * common, such as the texts of a fold, is written once. The vectors of an encoder are left out:
 * only linear experts read those.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class TrialCodec {
  /** Where the parts lie that trials have in common, by name; may be asked by several threads. */
  public interface Parts {
    /** Keeps a part; one that is there already is the same. */
    void put(String name, byte[] part);

    /** A part that was put, here or elsewhere. */
    byte[] get(String name);
  }

  /** Parts that stay in memory once they are read: those of some folds and layouts. */
  private static final int MOST_READ = 24;

  /** What a value is; the order is part of the format. */
  private enum Kind {
    NULL,
    BOOLEAN,
    INTEGER,
    LONG,
    FLOAT,
    DOUBLE,
    STRING,
    OPTIONAL,
    OPTIONAL_INT,
    OPTIONAL_LONG,
    LIST,
    MAP,
    ENUM,
    RECORD,
    INTS,
    FLOATS,
    BOOLEANS,
    ROWS,
    PART,
    LABELS,
    VOCABULARY,
    EXTRA_TEXTS,
    RESULT
  }

  private final Parts parts;
  private final Map<Object, String> written = new IdentityHashMap<>();
  private final Map<String, Object> read =
      new LinkedHashMap<>(MOST_READ, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Object> eldest) {
          return size() > MOST_READ;
        }
      };

  public TrialCodec(Parts parts) {
    this.parts = parts;
  }

  /** A trial as bytes, once its common parts are put. */
  public byte[] encode(TrialSpec trial) {
    return bytes(trial);
  }

  /**
   * The trial again.
   *
   * @throws IllegalStateException where it is no longer the same, as with another version
   */
  public TrialSpec decode(byte[] bytes, TrialId expected) {
    TrialSpec trial = (TrialSpec) value(bytes);
    if (!trial.id().equals(expected)) {
      throw new IllegalStateException(
          trial.name() + " is " + trial.id() + " here and " + expected + " where it was written");
    }
    return trial;
  }

  /** A result with all that it has. */
  public byte[] encode(TrialSpec trial, TrialResult result) {
    List<Object> fields = new ArrayList<>(Arrays.asList(result.seconds(), result.divergence()));
    if (result.divergence().isEmpty()) {
      fields.add(result.history());
      boolean isWhole = result.id().equals(trial.whole());
      fields.add(isWhole ? result.logits() : result.validationLogits());
      fields.add(isWhole ? result.weights() : result.checkpoint());
    }
    return bytes(fields);
  }

  /** The result again, in memory. */
  @SuppressWarnings("unchecked")
  public TrialResult decodeResult(TrialSpec trial, byte[] bytes) {
    List<Object> fields = (List<Object>) value(bytes);
    double seconds = (double) fields.get(0);
    Optional<Divergence> divergence = (Optional<Divergence>) fields.get(1);
    if (divergence.isPresent()) {
      return TrialResult.diverged(trial, divergence.get(), seconds);
    }
    TrainingHistory history = (TrainingHistory) fields.get(2);
    float[][] logits = (float[][]) fields.get(3);
    if (fields.get(4) instanceof Optional<?> checkpoint) {
      return TrialResult.stopped(
          trial, history, seconds, logits, () -> (Optional<TrainingCheckpoint>) checkpoint);
    }
    Map<String, float[]> weights = (Map<String, float[]>) fields.get(4);
    return TrialResult.finished(trial, history, seconds, () -> logits, () -> true, () -> weights);
  }

  /** What a network answers. */
  public byte[] encode(float[][] logits) {
    return bytes(logits);
  }

  /** The same again. */
  public float[][] decodeLogits(byte[] bytes) {
    return (float[][]) value(bytes);
  }

  private byte[] bytes(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(out, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private Object value(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return read(in);
    } catch (IOException | ReflectiveOperationException e) {
      throw new IllegalStateException("this is of another version of polystill", e);
    }
  }

  private static boolean isPart(Object value) {
    return value instanceof EncodedCorpus
        || value instanceof EmbeddingMatrix
        || value instanceof ExtraTexts;
  }

  private void write(DataOutputStream out, Object value) throws IOException {
    if (isPart(value)) {
      kind(out, Kind.PART);
      write(out, part(value));
    } else {
      writeWhole(out, value);
    }
  }

  private synchronized String part(Object value) throws IOException {
    String name = written.get(value);
    if (name == null) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (DataOutputStream out = new DataOutputStream(bytes)) {
        writeWhole(out, value);
      }
      name = ContentHash.ofBytes(bytes.toByteArray());
      parts.put(name, bytes.toByteArray());
      written.put(value, name);
    }
    return name;
  }

  private void writeWhole(DataOutputStream out, Object value) throws IOException {
    if (value == null || value instanceof TextVectors) {
      kind(out, Kind.NULL);
    } else if (value instanceof Boolean it) {
      kind(out, Kind.BOOLEAN).writeBoolean(it);
    } else if (value instanceof Integer it) {
      kind(out, Kind.INTEGER).writeInt(it);
    } else if (value instanceof Long it) {
      kind(out, Kind.LONG).writeLong(it);
    } else if (value instanceof Float it) {
      kind(out, Kind.FLOAT).writeFloat(it);
    } else if (value instanceof Double it) {
      kind(out, Kind.DOUBLE).writeDouble(it);
    } else if (value instanceof String it) {
      byte[] text = it.getBytes(StandardCharsets.UTF_8);
      kind(out, Kind.STRING).writeInt(text.length);
      out.write(text);
    } else if (value instanceof Optional<?> it) {
      write(kind(out, Kind.OPTIONAL), it.orElse(null));
    } else if (value instanceof OptionalInt it) {
      write(kind(out, Kind.OPTIONAL_INT), it.isPresent() ? it.getAsInt() : null);
    } else if (value instanceof OptionalLong it) {
      write(kind(out, Kind.OPTIONAL_LONG), it.isPresent() ? it.getAsLong() : null);
    } else if (value instanceof List<?> it) {
      writeAll(kind(out, Kind.LIST), it.toArray());
    } else if (value instanceof Map<?, ?> it) {
      writeAll(kind(out, Kind.MAP), it.keySet().toArray());
      writeAll(out, it.values().toArray());
    } else if (value instanceof Enum<?> it) {
      write(kind(out, Kind.ENUM), it.getDeclaringClass().getName());
      write(out, it.name());
    } else if (value.getClass().isArray()) {
      writeArray(out, value);
    } else {
      writeObject(out, value);
    }
  }

  private void writeArray(DataOutputStream out, Object value) throws IOException {
    if (value instanceof int[] it) {
      ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * it.length);
      bytes.asIntBuffer().put(it);
      kind(out, Kind.INTS).writeInt(it.length);
      out.write(bytes.array());
    } else if (value instanceof float[] it) {
      ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * it.length);
      bytes.asFloatBuffer().put(it);
      kind(out, Kind.FLOATS).writeInt(it.length);
      out.write(bytes.array());
    } else if (value instanceof boolean[] it) {
      kind(out, Kind.BOOLEANS).writeInt(it.length);
      for (boolean each : it) {
        out.writeBoolean(each);
      }
    } else {
      write(kind(out, Kind.ROWS), value.getClass().getComponentType().descriptorString());
      writeAll(out, (Object[]) value);
    }
  }

  private void writeObject(DataOutputStream out, Object value) throws IOException {
    if (value instanceof LabelSet it) {
      write(kind(out, Kind.LABELS), it.names());
    } else if (value instanceof Vocabulary it) {
      write(kind(out, Kind.VOCABULARY), it.words());
    } else if (value instanceof ExtraTexts it) {
      write(kind(out, Kind.EXTRA_TEXTS), it.fields());
    } else if (value instanceof TrialResult it) {
      writeAll(kind(out, Kind.RESULT), it.beginning());
    } else if (value instanceof Record it) {
      write(kind(out, Kind.RECORD), it.getClass().getName());
      RecordComponent[] components = it.getClass().getRecordComponents();
      out.writeInt(components.length);
      for (RecordComponent component : components) {
        write(out, component(it, component));
      }
    } else {
      throw new IllegalArgumentException(
          value.getClass().getName() + " cannot be sent to an executor; make it a record");
    }
  }

  private static Object component(Record value, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(value.getClass().getName() + " cannot be read", e);
    }
  }

  private static DataOutputStream kind(DataOutputStream out, Kind kind) throws IOException {
    out.writeByte(kind.ordinal());
    return out;
  }

  private void writeAll(DataOutputStream out, Object[] values) throws IOException {
    out.writeInt(values.length);
    for (Object value : values) {
      write(out, value);
    }
  }

  private Object read(DataInputStream in) throws IOException, ReflectiveOperationException {
    return switch (Kind.values()[in.readByte()]) {
      case NULL -> null;
      case BOOLEAN -> in.readBoolean();
      case INTEGER -> in.readInt();
      case LONG -> in.readLong();
      case FLOAT -> in.readFloat();
      case DOUBLE -> in.readDouble();
      case STRING -> new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
      case OPTIONAL -> Optional.ofNullable(read(in));
      case OPTIONAL_INT -> {
        Integer it = (Integer) read(in);
        yield it == null ? OptionalInt.empty() : OptionalInt.of(it);
      }
      case OPTIONAL_LONG -> {
        Long it = (Long) read(in);
        yield it == null ? OptionalLong.empty() : OptionalLong.of(it);
      }
      case LIST -> List.of(readAll(in));
      case MAP -> {
        Object[] keys = readAll(in);
        Object[] values = readAll(in);
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keys.length; i++) {
          map.put(keys[i], values[i]);
        }
        yield map;
      }
      case ENUM -> {
        Class<?> type = Class.forName((String) read(in));
        Object name = read(in);
        yield Arrays.stream(type.getEnumConstants())
            .filter(it -> ((Enum<?>) it).name().equals(name))
            .findFirst()
            .orElseThrow(() -> new IOException(type + " has no " + name));
      }
      case RECORD -> record(Class.forName((String) read(in)), readAll(in));
      case INTS -> {
        int[] values = new int[in.readInt()];
        ByteBuffer.wrap(in.readNBytes(Integer.BYTES * values.length)).asIntBuffer().get(values);
        yield values;
      }
      case FLOATS -> {
        float[] values = new float[in.readInt()];
        ByteBuffer.wrap(in.readNBytes(Float.BYTES * values.length)).asFloatBuffer().get(values);
        yield values;
      }
      case BOOLEANS -> {
        boolean[] values = new boolean[in.readInt()];
        for (int i = 0; i < values.length; i++) {
          values[i] = in.readBoolean();
        }
        yield values;
      }
      case ROWS -> {
        Class<?> row =
            switch ((String) read(in)) {
              case "[I" -> int[].class;
              case "[F" -> float[].class;
              default -> boolean[].class;
            };
        Object[] rows = readAll(in);
        yield Arrays.asList(rows).toArray((Object[]) Array.newInstance(row, rows.length));
      }
      case PART -> readPart((String) read(in));
      case LABELS -> LabelSet.of(strings(read(in)));
      case VOCABULARY -> Vocabulary.ofWords(strings(read(in)));
      case EXTRA_TEXTS -> ExtraTexts.ofFields((List<?>) read(in));
      case RESULT -> TrialResult.ofBeginning(readAll(in));
    };
  }

  private static List<String> strings(Object values) {
    return ((List<?>) values).stream().map(String.class::cast).toList();
  }

  private Object[] readAll(DataInputStream in) throws IOException, ReflectiveOperationException {
    Object[] values = new Object[in.readInt()];
    for (int i = 0; i < values.length; i++) {
      values[i] = read(in);
    }
    return values;
  }

  private synchronized Object readPart(String name) {
    Object known = read.get(name);
    if (known == null) {
      known = value(parts.get(name));
      read.put(name, known);
    }
    return known;
  }

  private static Object record(Class<?> type, Object[] values) throws ReflectiveOperationException {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    var constructor = type.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return constructor.newInstance(values);
  }
}
