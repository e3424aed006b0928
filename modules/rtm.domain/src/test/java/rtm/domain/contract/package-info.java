/** The contract tests of the ports: run on the fake here, and on the real adapter in its module. */
@NullMarked
package rtm.domain.contract;

import org.jspecify.annotations.NullMarked;
