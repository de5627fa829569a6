package io.github.polystill.experiments.run;

/** A listener that says nothing. */
public class Silent implements ProgressListener {
  @Override
  public void planned(int total) {}

  @Override
  public void trialStarted(TrialLabel trial) {}

  @Override
  public void epochFinished(TrialLabel trial, int epoch, int epochs, int samples) {}

  @Override
  public void trialFinished(TrialLabel trial, boolean wasThere) {}

  @Override
  public void message(String line) {}
}
