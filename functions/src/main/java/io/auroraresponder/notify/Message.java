package io.auroraresponder.notify;

/**
 * A finished message for people, the same for every channel.
 *
 * @param subject printable ASCII, 1 to 99 characters (SNS Publish, parameter Subject)
 * @param body the whole text; it does not repeat the subject, but for one that had to be shortened or put into ASCII
 * @param dedupKey the same when the same message is sent again after a crash, so that a receiver can drop the second
 * @param threadKey the same for all messages of one incident
 */
public record Message(String subject, String body, String dedupKey, String threadKey) {

  /** SNS Publish: a message holds at most 256 KiB, counted in bytes. */
  public static final int MAX_BODY_BYTES = 262_144;

  /** Subject and body as one text, for whoever shows a mail as it is sent. */
  public String whole() {
    return "Subject: " + subject + "\n\n" + body;
  }
}
