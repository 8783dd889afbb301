package io.auroraresponder.fake;

/** Decides what happens to each call of a port; called before the call. */
public interface Fates {
  Fate of(String call);

  Fates GOOD = call -> Fate.GO;
}
