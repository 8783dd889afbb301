package io.auroraresponder.ledger;

/**
 * Who answered in Slack, where and through which app, by Slack's own ids. Signed by Slack and checked by nobody yet: whether that user may
 * answer is settled where it is acted on.
 */
public record SlackAnswer(String team, String user, String app, String channel) {
  /** The only partition keys under which a function of ours may say anything. */
  static final String PARTITIONS = "SLACK#";

  String partition() {
    return PARTITIONS + name();
  }

  /** As the ledger records the one who answered: {@code T012AB3C4:U061F7AUR}. */
  String name() {
    return team + ":" + user;
  }

  static SlackAnswer read(Table.Item item) {
    String name = item.key().pk().substring(PARTITIONS.length());
    if (!name.matches("T[A-Z0-9]{2,20}:[UW][A-Z0-9]{2,20}")) {
      throw new IllegalStateException("an answer from Slack stands under SLACK#TEAM:USER");
    }
    int colon = name.indexOf(':');
    ItemFields fields = new ItemFields(item);
    return new SlackAnswer(name.substring(0, colon), name.substring(colon + 1), fields.text("app"), fields.text("channel"));
  }
}
