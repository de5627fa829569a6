package io.github.polystill.models.layers;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.StridedSlice;
import org.tensorflow.op.core.While;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/**
 * A loop over the time steps of a batch as one functional While, so that the graph does not grow
 * with the length of the texts and a short batch costs few steps.
 */
final class TimeLoop {
  private TimeLoop() {}

  /** One step. */
  @FunctionalInterface
  interface Step {
    /**
     * Adds the operations of a step to the loop's body.
     *
     * @param time which step it is
     * @param carried what the last step left, in the order given to {@link #run}
     * @param fixed what is the same in all steps
     * @return what the next step gets as {@code carried}
     */
    List<Operand<TFloat32>> apply(Ops tf, Time time, List<Operand<TFloat32>> carried, Fixed fixed);
  }

  /**
   * A step's number.
   *
   * @param now the number, [1]
   * @param after the number plus one, [1]
   */
  record Time(Operand<TInt32> now, Operand<TInt32> after) {}

  /** Tensors that are the same in all steps. */
  record Fixed(List<Operand<TFloat32>> floats, List<Operand<TInt32>> ints) {}

  /**
   * Adds a loop.
   *
   * @param functionName unique in the graph
   * @param steps scalar; time runs from 0 to steps - 1, or the other way round
   * @param atOnce steps that one pass of the loop makes; what is left over is a second loop, so
   *     that the results are the same to the last bit
   * @return what the last step left
   */
  static List<Operand<TFloat32>> run(
      Ops tf,
      String functionName,
      Operand<TInt32> steps,
      int atOnce,
      boolean reversed,
      List<Operand<TFloat32>> carried,
      Fixed fixed,
      Step step) {
    Operand<TInt32> first = reversed ? tf.math.sub(steps, tf.constant(1)) : tf.constant(0);
    Operand<TInt32> end = reversed ? tf.constant(-1) : steps;
    if (atOnce == 1) {
      return new Loop(functionName, 1, reversed, step).add(tf, first, end, carried, fixed);
    }
    Operand<TInt32> leftOver = tf.math.floorMod(steps, tf.constant(atOnce));
    Operand<TInt32> between =
        reversed ? tf.math.sub(leftOver, tf.constant(1)) : tf.math.sub(steps, leftOver);
    List<Operand<TFloat32>> most =
        new Loop(functionName, atOnce, reversed, step).add(tf, first, between, carried, fixed);
    return new Loop(functionName + "_rest", 1, reversed, step).add(tf, between, end, most, fixed);
  }

  private record Loop(String functionName, int atOnce, boolean reversed, Step step) {
    List<Operand<TFloat32>> add(
        Ops tf,
        Operand<TInt32> first,
        Operand<TInt32> end,
        List<Operand<TFloat32>> carried,
        Fixed fixed) {
      List<Operand<?>> inputs = new ArrayList<>(List.of(first, end));
      inputs.addAll(carried);
      inputs.addAll(fixed.floats());
      inputs.addAll(fixed.ints());
      List<Shape> shapes = inputs.stream().map(Operand::shape).toList();
      int floats = carried.size() + fixed.floats().size();
      try (ConcreteFunction goesOn =
              ConcreteFunction.create(
                  f -> {
                    Arguments it = new Arguments(f, functionName + "_goes_on", shapes, floats);
                    return it.signature.output("more", f.math.notEqual(it.time, it.end)).build();
                  });
          ConcreteFunction body =
              ConcreteFunction.create(
                  f -> {
                    Arguments it = new Arguments(f, functionName + "_step", shapes, floats);
                    return body(it, carried.size(), floats);
                  })) {
        List<Operand<TFloat32>> results = new ArrayList<>();
        List<Output<?>> outputs =
            tf.statelessWhile(inputs, goesOn, body, While.outputShapes(shapes)).output();
        outputs
            .subList(2, 2 + carried.size())
            .forEach(output -> results.add(output.expect(TFloat32.class)));
        return results;
      }
    }

    private Signature body(Arguments it, int carried, int floats) {
      Ops f = it.f;
      Operand<TInt32> now = f.expandDims(it.time, f.constant(0));
      List<Operand<TFloat32>> fixed = it.floats.subList(carried, floats);
      List<Operand<TFloat32>> next = it.floats.subList(0, carried);
      for (int i = 0; i < atOnce; i++) {
        Operand<TInt32> after = f.math.add(now, f.constant(1));
        next = step.apply(f, new Time(now, after), next, new Fixed(fixed, it.ints));
        now = reversed ? f.math.sub(now, f.constant(1)) : after;
      }
      it.signature.output("time", f.math.add(it.time, f.constant(reversed ? -atOnce : atOnce)));
      it.signature.output("end", f.identity(it.end));
      int number = 0;
      for (Operand<TFloat32> value : next) {
        it.signature.output("float" + number++, value);
      }
      for (Operand<TFloat32> value : fixed) {
        it.signature.output("float" + number++, f.identity(value));
      }
      for (int i = 0; i < it.ints.size(); i++) {
        it.signature.output("int" + i, f.identity(it.ints.get(i)));
      }
      return it.signature.build();
    }
  }

  /** Placeholders for the arguments that both functions of a loop take. */
  private static final class Arguments {
    private final Ops f;
    private final Signature.Builder signature;
    private final Operand<TInt32> time;
    private final Operand<TInt32> end;
    private final List<Operand<TFloat32>> floats = new ArrayList<>();
    private final List<Operand<TInt32>> ints = new ArrayList<>();

    Arguments(Ops f, String name, List<Shape> shapes, int floatCount) {
      this.f = f;
      this.signature = Signature.builder(name);
      this.time = add("time", TInt32.class, shapes.get(0));
      this.end = add("end", TInt32.class, shapes.get(1));
      for (Shape shape : shapes.subList(2, 2 + floatCount)) {
        floats.add(add("float" + floats.size(), TFloat32.class, shape));
      }
      for (Shape shape : shapes.subList(2 + floatCount, shapes.size())) {
        ints.add(add("int" + ints.size(), TInt32.class, shape));
      }
    }

    private <T extends TType> Operand<T> add(String name, Class<T> type, Shape shape) {
      Operand<T> argument = f.placeholder(type, Placeholder.shape(shape));
      signature.input(name, argument);
      return argument;
    }
  }

  /**
   * An uninitialised tensor for the results of all steps, of shape [steps, ..].
   *
   * <p>{@code zeros} would be folded into one constant that all buffers share and overwrite.
   */
  static Operand<TFloat32> buffer(Ops tf, Operand<TInt32> shape) {
    return tf.empty(shape, TFloat32.class);
  }

  /**
   * Writes one row of a buffer in place and returns the buffer.
   *
   * @param row number of the row, [1]
   */
  static Operand<TFloat32> write(
      Ops tf, Operand<TFloat32> buffer, Operand<TInt32> row, Operand<TFloat32> value) {
    return tf.inplaceUpdate(buffer, row, tf.expandDims(value, tf.constant(0)));
  }

  /** One step's row of a buffer, without copying it. */
  static <T extends TType> Operand<T> read(Ops tf, Operand<T> buffer, Time time) {
    return tf.stridedSlice(
        buffer, time.now(), time.after(), tf.array(1), StridedSlice.shrinkAxisMask(1L));
  }
}
