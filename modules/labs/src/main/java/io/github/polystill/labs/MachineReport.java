package io.github.polystill.labs;

import io.github.polystill.experiments.environment.Machine;
import io.github.polystill.models.ComputeDevice;
import java.util.LinkedHashMap;
import java.util.Map;

/** What every benchmark says of the machine it ran on. */
public final class MachineReport {
  private MachineReport() {}

  /** A new map of system, CPU, cores and versions, for a benchmark to add to. */
  public static Map<String, Object> create() {
    Machine machine = Machine.current();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("os", machine.os());
    fields.put("cpu", machine.cpu());
    fields.put("cores", machine.cores());
    fields.put("java", System.getProperty("java.version"));
    fields.put("tensorflow", ComputeDevice.tensorFlowVersion());
    return fields;
  }
}
