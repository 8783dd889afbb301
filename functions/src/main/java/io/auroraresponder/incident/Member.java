package io.auroraresponder.incident;

/**
 * One DB instance of a cluster.
 *
 * @param id DB instance identifier
 * @param resourceId DbiResourceId, the name under which Database Insights knows it; empty where not read
 * @param writer whether it is the writer now
 * @param promotionTier 0 to 15; readers in 0 and 1 scale with the writer (Aurora User Guide, how Serverless v2 works)
 * @param instanceClass {@code db.serverless} for Serverless v2
 * @param status DBInstanceStatus; empty where DescribeDBInstances did not answer
 * @param parameterStatus {@code in-sync}, {@code pending-reboot}, …; empty where not read
 * @param endpoint host name of the instance endpoint; empty where not read
 * @param port TCP port
 * @param performanceInsights whether Database Insights is on
 * @param vpc id of the VPC that it stands in; empty where not read
 */
public record Member(
    String id,
    String resourceId,
    boolean writer,
    int promotionTier,
    String instanceClass,
    String status,
    String parameterStatus,
    String endpoint,
    int port,
    boolean performanceInsights,
    String vpc) {

  /** Where its VPC is not known. */
  public Member(
      String id, String resourceId, boolean writer, int promotionTier, String instanceClass, String status, String parameterStatus,
      String endpoint,
      int port, boolean performanceInsights) {
    this(id, resourceId, writer, promotionTier, instanceClass, status, parameterStatus, endpoint, port, performanceInsights, "");
  }

  public boolean serverless() {
    return instanceClass.equals("db.serverless");
  }

  /** A reader in tier 0 or 1 has the writer's capacity as its minimum, so its ACUUtilization mirrors the writer. */
  public boolean followsWriter() {
    return !writer && promotionTier <= 1;
  }
}
