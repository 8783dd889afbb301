@NullMarked
package io.auroraresponder.runbook.backup;

import org.jspecify.annotations.NullMarked;
