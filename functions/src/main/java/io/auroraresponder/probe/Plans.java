package io.auroraresponder.probe;

/**
 * Two plans of one statement, as Aurora counted them.
 *
 * @param newest id of the plan that was captured last
 * @param newestCalls calls with it
 * @param newestMillis mean time of those
 * @param before id of the plan with the most calls among the others, 0 where there is no other
 * @param beforeCalls calls with that one
 * @param beforeMillis mean time of those
 */
public record Plans(long newest, long newestCalls, double newestMillis, long before, long beforeCalls, double beforeMillis) {
  /** Nothing is known of its plans, or nobody asked. */
  public static final Plans NONE = new Plans(0, 0, 0, 0, 0, 0);
}
