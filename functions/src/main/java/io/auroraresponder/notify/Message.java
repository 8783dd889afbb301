package io.auroraresponder.notify;

/**
 * A finished message for people, the same for every channel.
 *
 * @param subject printable ASCII, 1 to 99 characters (SNS Publish, parameter Subject)
 * @param firstLine all that matters in under 300 UTF-16 units: cluster, verdict, impact, what was done or what to do
 * @param body the whole text, first line included, at most {@value #MAX_BODY_BYTES} bytes in UTF-8
 * @param dedupKey the same when the same message is sent again after a crash, so that a receiver can drop the second
 * @param threadKey the same for all messages of one incident
 */
public record Message(String subject, String firstLine, String body, String dedupKey, String threadKey) {

  /** SNS Publish: a message holds at most 256 KiB, counted in bytes. */
  public static final int MAX_BODY_BYTES = 262_144;

  /** Ours: what a phone shows of a message before it is opened, with room to spare. */
  public static final int MAX_FIRST_LINE = 299;
}
