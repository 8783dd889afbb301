package io.auroraresponder.notify;

/** A way on which people and machines hear of incidents. */
public enum Channel {
  /** The findings topic: mail, SMS, queues, functions; each subscription filters by the attribute {@code severity}. */
  MAIL("mail (SNS)"),
  SLACK("Slack"),
  PAGER("pager"),
  BUS("bus");

  /**
   * A log line by which deployments count how long people waited: {@code channel}, {@code incident}, {@code afterSeconds} from what
   * happened
   * to the channel's answer.
   */
  public static final String TOLD = "channel told";

  private final String spoken;

  Channel(String spoken) {
    this.spoken = spoken;
  }

  /** As tables and messages call it. */
  public String spoken() {
    return spoken;
  }

  /** As settings, logs and commands call it. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
