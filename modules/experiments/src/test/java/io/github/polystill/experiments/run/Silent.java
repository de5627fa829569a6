package io.github.polystill.experiments.run;

import io.github.polystill.distillation.trial.TrialName;

/** A listener that says nothing. */
public class Silent implements ProgressListener {
  @Override
  public void planned(int total) {}

  @Override
  public void trialStarted(TrialName trial) {}

  @Override
  public void epochFinished(TrialName trial, int epoch, int epochs, int samples) {}

  @Override
  public void trialFinished(TrialName trial, boolean wasThere) {}

  @Override
  public void message(String line) {}
}
