package io.github.polystill.models.training;

import com.google.protobuf.ByteString;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.ExecutionEnvironment;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.RawTensor;
import org.tensorflow.Tensor;
import org.tensorflow.op.OpScope;
import org.tensorflow.op.Scope;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NameAttrList;

/**
 * A graph in which what is computed twice is there once: an operation that equals an earlier one,
 * with the same inputs, is that one. So layers may write down a constant, a shape or a mask where
 * they need it, and a network's training and prediction pass share all that they have in common.
 *
 * <p>Only operations are shared whose result follows from their inputs and that change none; a read
 * of a variable is shared with those that wait for the same operations.
 */
final class SharedOperations implements ExecutionEnvironment {
  private static final Set<String> SHARED =
      Set.of(
          ("Add BroadcastTo Cast ConcatV2 Const Cumsum Equal ExpandDims Fill FloorDiv"
                  + " GatherV2 Greater Identity MatMul Max Maximum Minimum Mul NotEqual OnesLike"
                  + " Pack PadV2 Range Reshape Shape Size Slice SplitV Sub Sum TensorScatterUpdate"
                  + " Transpose UniqueV2 Where")
              .split(" "));

  private static final String LOOP = "StatelessWhile";
  private static final AttrValue ONE_THREAD =
      AttrValue.newBuilder().setS(ByteString.copyFromUtf8("SINGLE_THREADED_EXECUTOR")).build();

  private final Graph graph;
  private final boolean singleThreadedLoops;
  private final Scope scope = new OpScope(this);
  private final Map<List<Object>, Operation> known = new HashMap<>();

  /**
   * Wraps a graph.
   *
   * @param singleThreadedLoops whether TensorFlow runs the functions of its loops with its executor
   *     for one thread, which spends less on each operation than the usual one; the results are the
   *     same bits. For the CPU alone: nothing is known of that executor on other devices
   */
  SharedOperations(Graph graph, boolean singleThreadedLoops) {
    this.graph = graph;
    this.singleThreadedLoops = singleThreadedLoops;
  }

  @Override
  public OperationBuilder opBuilder(String type, String name, Scope ofOperation) {
    if (SHARED.contains(type)) {
      return new Recorder(type, name, ofOperation).builder;
    }
    OperationBuilder builder = graph.opBuilder(type, name, ofOperation);
    return singleThreadedLoops && type.equals(LOOP) ? singleThreaded(builder) : builder;
  }

  private OperationBuilder singleThreaded(OperationBuilder loop) {
    return builder(
        (proxy, method, arguments) -> {
          if (arguments != null
              && arguments.length == 2
              && arguments[1] instanceof ConcreteFunction function) {
            graph.attachFunction(function);
            NameAttrList.Builder call =
                NameAttrList.newBuilder()
                    .setName(function.getDefinedName())
                    .putAttr("_executor", ONE_THREAD);
            loop.setAttr((String) arguments[0], AttrValue.newBuilder().setFunc(call).build());
            return proxy;
          }
          Object result = invoke(method, loop, arguments);
          return method.getReturnType() == OperationBuilder.class ? proxy : result;
        });
  }

  private static OperationBuilder builder(InvocationHandler calls) {
    Class<OperationBuilder> type = OperationBuilder.class;
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls));
  }

  private static Object invoke(Method method, OperationBuilder builder, Object... arguments)
      throws Throwable {
    try {
      return method.invoke(builder, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** A builder that adds its operation at the end, if the graph does not have it. */
  private final class Recorder {
    private record Call(Method method, List<Object> arguments) {}

    private final String type;
    private final String name;
    private final Scope ofOperation;
    private final int callsOfScope;
    private final List<Call> calls = new ArrayList<>();
    private final OperationBuilder builder =
        builder(
            (proxy, method, arguments) -> {
              if (method.getName().equals("build")) {
                return operation();
              }
              calls.add(new Call(method, List.of(arguments)));
              return proxy;
            });

    Recorder(String type, String name, Scope ofOperation) {
      this.type = type;
      this.name = name;
      this.ofOperation = ofOperation;
      // Device and control inputs, which the graph's own builder asks the scope for by itself.
      ofOperation.apply(builder);
      this.callsOfScope = calls.size();
    }

    private Operation operation() throws Throwable {
      List<Object> key = new ArrayList<>(List.of(type));
      for (Call call : calls) {
        key.add(call.method().getName());
        call.arguments().forEach(argument -> key.add(comparable(argument)));
      }
      Operation operation = known.get(key);
      if (operation == null) {
        OperationBuilder added = graph.opBuilder(type, name, ofOperation);
        for (Call call : calls.subList(callsOfScope, calls.size())) {
          invoke(call.method(), added, call.arguments().toArray());
        }
        operation = added.build();
        known.put(key, operation);
      }
      return operation;
    }
  }

  /** What equals that of another call if and only if the arguments mean the same. */
  private static Object comparable(Object argument) {
    if (argument instanceof Tensor tensor) {
      RawTensor raw = tensor.asRawTensor();
      byte[] bytes = new byte[Math.toIntExact(raw.numBytes())];
      raw.data().read(bytes);
      return List.of(raw.dataType(), raw.shape(), ByteBuffer.wrap(bytes));
    }
    if (argument instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    }
    if (argument instanceof long[] numbers) {
      return Arrays.stream(numbers).boxed().toList();
    }
    if (argument instanceof Object[] objects) {
      return List.of(objects);
    }
    return argument;
  }

  @Override
  public void attachFunction(ConcreteFunction function) {
    graph.attachFunction(function);
  }

  @Override
  public void checkInput(Operation input) {
    graph.checkInput(input);
  }

  @Override
  public Types environmentType() {
    return graph.environmentType();
  }

  @Override
  public Scope baseScope() {
    return scope;
  }

  @Override
  public boolean isInitializer(Operation operation) {
    return graph.isInitializer(operation);
  }
}
