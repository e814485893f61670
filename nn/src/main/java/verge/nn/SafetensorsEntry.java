package verge.nn;

import java.util.Arrays;

/** A tensor of a safetensors file: its bytes are [begin, end) of the data section. */
record SafetensorsEntry(String name, SafetensorsType type, long[] shape, long begin, long end) {

    /** Returns the bytes the shape asks for, -1 if they do not fit 64 bits. */
    long bytesOfShape() {
        long bytes = type.bytes;
        for (long n : shape) {
            if (n != 0 && bytes > Long.MAX_VALUE / n) {
                return -1;
            }
            bytes *= n;
        }
        return bytes;
    }

    int elements() {
        return (int) ((end - begin) / type.bytes);
    }

    /** Type and shape, such as {@code F32 [3, 4]}. */
    String described() {
        return type + " " + Arrays.toString(shape);
    }
}
