package io.github.polystill.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.collection.Iterator$;
import scala.collection.immutable.Nil$;
import scala.collection.immutable.Seq;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;

/**
 * A task alone. Spark's own RDDs are made of closures, which it takes apart for every job, longer
 * than a small network is trained.
 */
final class TaskRdd<R extends Serializable> extends RDD<SparkConnection.Answer<R>> {
  private static final long serialVersionUID = 1;

  private final SparkConnection.Job<R> job;

  TaskRdd(SparkContext context, SparkConnection.Job<R> job) {
    super(context, noDependencies(), tag());
    this.job = job;
  }

  @SuppressWarnings("unchecked") // an empty list is one of anything
  private static Seq<Dependency<?>> noDependencies() {
    return (Seq<Dependency<?>>) (Seq<?>) Nil$.MODULE$;
  }

  private static <T> ClassTag<T> tag() {
    return ClassTag$.MODULE$.apply(Object.class);
  }

  private record Only(int index) implements Partition {
    private static final long serialVersionUID = 1;
  }

  @Override
  public Partition[] getPartitions() {
    return new Partition[] {new Only(0)};
  }

  @Override
  public Iterator<SparkConnection.Answer<R>> compute(Partition split, TaskContext context) {
    try {
      return Iterator$.MODULE$.single(job.call());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class First<T> extends AbstractFunction2<TaskContext, Iterator<T>, T>
      implements Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public T apply(TaskContext context, Iterator<T> elements) {
      return elements.next();
    }
  }

  /** Has it done. */
  @SuppressWarnings("unchecked") // of the one partition
  SparkConnection.Answer<R> run() {
    Object answers =
        context()
            .<SparkConnection.Answer<R>, SparkConnection.Answer<R>>runJob(
                this, new First<SparkConnection.Answer<R>>(), tag());
    return (SparkConnection.Answer<R>) Array.get(answers, 0);
  }
}
