package io.auroraresponder.diagnosis;

/** A circumstance that is found before any cause and only limits: it ends the look, changes a lever, or forbids a change. */
public enum Condition {
  PAUSED("paused", Effect.ENDS_LOOK),
  STOPPED("stopped", Effect.ENDS_LOOK),
  NOT_SERVERLESS("not-serverless", Effect.ENDS_LOOK),
  HEALED("healed", Effect.ENDS_LOOK),
  AT_ENGINE_LIMIT("at-engine-limit", Effect.CHANGES_RAISE_LEVER),
  AT_POLICY_CEILING("at-policy-ceiling", Effect.CHANGES_RAISE_LEVER),
  RANGE_RESET("range-reset", Effect.FORBIDS_RANGE_CHANGE),
  CONTRADICTORY("contradictory", Effect.FORBIDS_RANGE_CHANGE);

  public enum Effect {
    ENDS_LOOK,
    CHANGES_RAISE_LEVER,
    FORBIDS_RANGE_CHANGE
  }

  private final String word;
  private final Effect effect;

  Condition(String word, Effect effect) {
    this.word = word;
    this.effect = effect;
  }

  public String word() {
    return word;
  }

  public Effect effect() {
    return effect;
  }
}
