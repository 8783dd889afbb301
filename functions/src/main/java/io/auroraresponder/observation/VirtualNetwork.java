package io.auroraresponder.observation;

import io.auroraresponder.incident.DependencyException;
import java.util.Collection;
import java.util.List;

/** The network around a cluster, read only. Safe for several threads. */
public interface VirtualNetwork {

  /**
   * The groups with their rules; one that does not exist is missing from the answer.
   *
   * @throws DependencyException when EC2 did not answer or refused
   */
  List<SecurityGroup> securityGroups(Collection<String> ids);

  /**
   * Ids of the groups of that name in a VPC: one, or none where there is no such group.
   *
   * @throws DependencyException when EC2 did not answer or refused
   */
  List<String> groupsNamed(String vpc, String name);

  /**
   * The subnets; one that does not exist is missing from the answer.
   *
   * @throws DependencyException when EC2 did not answer or refused
   */
  List<Subnet> subnets(Collection<String> ids);

  /**
   * The CIDR blocks of a managed prefix list, all pages.
   *
   * @throws DependencyException when it could not be read: then nobody knows what it holds
   */
  List<String> prefixList(String id);
}
