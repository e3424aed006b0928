package rtm.bench;

import java.io.IOException;

/** Reads the processor time that a manager of engines has used so far. */
interface Meter {

    /** There is no process that could be measured. */
    Meter NONE = () -> Double.NaN;

    /** Seconds; not a number if unknown. */
    double seconds() throws IOException;
}
