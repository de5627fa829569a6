package io.github.polystill.embeddings.word2vec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A thread's own changes to a matrix that stays as it is until all threads are at the end of their
 * round; the changes are then added in the order of the threads, which makes the sum repeatable.
 */
final class OverlayRows implements WindowTraining.RowAccess {
  private final FloatRows base;
  private final int[] slots;
  private final List<float[]> changed = new ArrayList<>();
  private int[] rows = new int[1 << 10];
  private int size;

  OverlayRows(FloatRows base) {
    this.base = base;
    this.slots = new int[base.rows()];
  }

  @Override
  public void load(int row, float[] target) {
    int slot = slots[row];
    if (slot == 0) {
      base.load(row, target);
    } else {
      System.arraycopy(changed.get(slot - 1), 0, target, 0, target.length);
    }
  }

  @Override
  public void add(int row, float[] change) {
    int slot = slots[row];
    if (slot == 0) {
      slot = open(row);
    }
    Kernel.add(change, changed.get(slot - 1));
  }

  /** Begins to change a row. */
  private int open(int row) {
    if (size == changed.size()) {
      changed.add(new float[base.row(row).length]);
    }
    base.load(row, changed.get(size));
    if (size == rows.length) {
      rows = Arrays.copyOf(rows, 2 * size);
    }
    rows[size++] = row;
    slots[row] = size;
    return size;
  }

  /** Turns what the rows have become into what is to be added to them. */
  void toDeltas() {
    for (int i = 0; i < size; i++) {
      Kernel.subtract(base.row(rows[i]), changed.get(i));
    }
  }

  /** Adds the deltas of the rows whose number leaves a remainder; nothing is forgotten yet. */
  void addTo(int remainder, int divisor) {
    for (int i = 0; i < size; i++) {
      if (rows[i] % divisor == remainder) {
        base.add(rows[i], changed.get(i));
      }
    }
  }

  void clear() {
    for (int i = 0; i < size; i++) {
      slots[rows[i]] = 0;
    }
    size = 0;
  }
}
