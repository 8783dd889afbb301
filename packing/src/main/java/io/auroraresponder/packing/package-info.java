/**
 * Makes the deployed jar small: the AWS SDK has a method and classes for every operation of a service, and the functions call a handful.
 * Start reading at {@link io.auroraresponder.packing.DeployedJar}.
 */
@NullMarked
package io.auroraresponder.packing;

import org.jspecify.annotations.NullMarked;
