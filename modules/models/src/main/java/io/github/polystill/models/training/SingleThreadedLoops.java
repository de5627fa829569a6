package io.github.polystill.models.training;

import com.google.protobuf.ByteString;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.OperationBuilder;
import org.tensorflow.op.Scope;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NameAttrList;

/**
 * Builds functional loops whose functions TensorFlow runs with its executor for one thread, which
 * spends less on each operation than the usual one; the results are the same bits. For the CPU
 * alone: nothing is known of that executor on other devices.
 */
final class SingleThreadedLoops {
  static final String LOOP = "StatelessWhile";

  private static final AttrValue EXECUTOR =
      AttrValue.newBuilder().setS(ByteString.copyFromUtf8("SINGLE_THREADED_EXECUTOR")).build();

  private SingleThreadedLoops() {}

  static OperationBuilder builder(Graph graph, String name, Scope scope) {
    OperationBuilder builder = graph.opBuilder(LOOP, name, scope);
    return (OperationBuilder)
        Proxy.newProxyInstance(
            OperationBuilder.class.getClassLoader(),
            new Class<?>[] {OperationBuilder.class},
            (proxy, method, arguments) -> {
              if (arguments != null
                  && arguments.length == 2
                  && arguments[1] instanceof ConcreteFunction function) {
                graph.attachFunction(function);
                builder.setAttr((String) arguments[0], call(function));
                return proxy;
              }
              try {
                Object result = method.invoke(builder, arguments);
                return method.getReturnType() == OperationBuilder.class ? proxy : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static AttrValue call(ConcreteFunction function) {
    return AttrValue.newBuilder()
        .setFunc(
            NameAttrList.newBuilder()
                .setName(function.getDefinedName())
                .putAttr("_executor", EXECUTOR))
        .build();
  }
}
