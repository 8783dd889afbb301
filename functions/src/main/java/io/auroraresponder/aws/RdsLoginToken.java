package io.auroraresponder.aws;

import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.probe.ProbeRequest;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rds.RdsUtilities;
import software.amazon.awssdk.services.rds.model.GenerateAuthenticationTokenRequest;

/**
 * Signs the password of one connection: IAM database authentication. Good for 15 minutes, for this host, port and user alone.
 *
 * <p>Signing takes credentials and no network. Every call signs anew and nothing is kept: the credentials may have changed since. The
 * result is a secret. Errors: {@link DependencyException} where there are no credentials.
 */
public final class RdsLoginToken implements Function<ProbeRequest, String> {
  private final AwsCredentialsProvider credentials;

  /** {@code credentials} are asked for every token. */
  public RdsLoginToken(AwsCredentialsProvider credentials) {
    this.credentials = credentials;
  }

  @Override
  public String apply(ProbeRequest request) {
    RdsUtilities signer = RdsUtilities.builder().credentialsProvider(credentials).region(Region.of(request.region())).build();
    try {
      return signer.generateAuthenticationToken(
          GenerateAuthenticationTokenRequest.builder().hostname(request.host()).port(request.port()).username(request.user()).build());
    } catch (SdkException e) {
      throw new DependencyException("rds", "GenerateAuthenticationToken", "", true, "no credentials to sign with", e);
    }
  }
}
