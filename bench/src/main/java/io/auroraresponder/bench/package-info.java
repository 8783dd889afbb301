/**
 * What the product's functions are compared with: the same tasks as most functions do them, with typed events, the SDK's default HTTP
 * client, clients made when the function is, and a mapper that reads and writes by reflection.
 */
@NullMarked
package io.auroraresponder.bench;

import org.jspecify.annotations.NullMarked;
