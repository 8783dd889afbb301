package io.auroraresponder.infra;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.rds.CfnDBInstance;
import software.constructs.Construct;

/**
 * Writer and reader of the new cluster: the reader scales with the writer (promotion tier 1) and stands in another zone.
 *
 * <p>Apart from the cluster, which is protected against deletion: a member that cannot be made (no capacity in a zone, a quota) would
 * otherwise leave a cluster that CloudFormation cannot take back.
 */
final class MembersStack extends Stack {
  MembersStack(Construct scope, String id, ClusterStack cluster) {
    super(scope, id, StackProps.builder().description("Aurora Responder: the members of the cluster " + cluster.wanted().id()).build());
    for (int i = 0; i < cluster.wanted().members().size(); i++) {
      CfnDBInstance.Builder member =
          CfnDBInstance.Builder.create(this, "Member" + (i + 1))
              .dbInstanceIdentifier(cluster.wanted().members().get(i))
              .dbClusterIdentifier(cluster.identifier())
              .dbInstanceClass("db.serverless")
              .engine(ClusterStack.ENGINE)
              .promotionTier(i)
              .availabilityZone(cluster.zone(i))
              .publiclyAccessible(false)
              .autoMinorVersionUpgrade(true);
      String authority = cluster.wanted().upkeep().certificateAuthority();
      CfnDBInstance made = (authority.isEmpty() ? member : member.caCertificateIdentifier(authority)).build();
      made.applyRemovalPolicy(RemovalPolicy.DESTROY);
    }
  }
}
