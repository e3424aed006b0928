package rtm.main.check;

import java.util.List;

/** Checks one part of what the service needs, and changes nothing. */
@FunctionalInterface
interface Checkup {

    /** The findings, in the order of the report. An exception counts as a failure of this part. */
    List<Finding> run() throws InterruptedException;
}
