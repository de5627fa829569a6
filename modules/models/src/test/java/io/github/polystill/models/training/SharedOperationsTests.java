package io.github.polystill.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

class SharedOperationsTests {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(new SharedOperations(graph, true));

  @AfterEach
  void close() {
    graph.close();
  }

  private static void assertShared(Op one, Op other) {
    assertThat(one.op()).isEqualTo(other.op());
  }

  private static void assertApart(Op one, Op other) {
    assertThat(one.op()).isNotEqualTo(other.op());
  }

  @Test
  void constantsOfOneTypeShapeAndValue() {
    assertShared(tf.constant(0), tf.constant(0));
    assertShared(tf.array(1, 2), tf.constant(new int[] {1, 2}));
    assertApart(tf.constant(0), tf.constant(1));
    assertApart(tf.constant(0), tf.constant(0f));
    assertApart(tf.constant(0f), tf.constant(-0f));
    assertApart(tf.constant(0), tf.array(0));
    assertApart(tf.constant(new int[1][2]), tf.constant(new int[2][1]));
  }

  @Test
  void whatFollowsFromTheSameInputs() {
    Operand<TFloat32> one = tf.constant(new float[][] {{1, 2}, {3, 4}});
    Operand<TFloat32> other = tf.constant(new float[][] {{1, 2}, {3, 5}});

    assertShared(tf.linalg.matMul(one, other), tf.linalg.matMul(one, other));
    assertApart(tf.linalg.matMul(one, other), tf.linalg.matMul(other, one));
    assertApart(
        tf.linalg.matMul(one, other), tf.linalg.matMul(one, other, MatMul.transposeA(true)));
    assertApart(tf.math.add(one, other), tf.math.mul(one, other));
  }

  /** Each buffer is written to in place. */
  @Test
  void neverABuffer() {
    Operand<TInt32> shape = tf.array(2);

    assertApart(tf.empty(shape, TFloat32.class), tf.empty(shape, TFloat32.class));
  }

  @Test
  void aReadOfAVariableBeforeAndAfterItChanges() {
    Variable<TFloat32> variable = tf.variable(Shape.scalar(), TFloat32.class);
    Op first = tf.assign(variable, tf.constant(1f));
    Operand<TFloat32> before =
        tf.withControlDependencies(first).math.mul(variable, tf.constant(1f));
    Op second = tf.withControlDependencies(before).assign(variable, tf.constant(2f));
    Operand<TFloat32> after =
        tf.withControlDependencies(second).math.mul(variable, tf.constant(1f));

    assertShared(tf.identity(variable), tf.identity(variable));
    assertApart(before, after);
    try (Session session = new Session(graph);
        Result result = session.runner().fetch(before).fetch(after).run()) {
      assertThat(((TFloat32) result.get(0)).getFloat()).isEqualTo(1);
      assertThat(((TFloat32) result.get(1)).getFloat()).isEqualTo(2);
    }
  }

  @Test
  void mistakesAreTensorFlowsOwn() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tf.linalg.matMul(tf.constant(1f), tf.constant(2f)));
  }
}
