package verge.nn;

/** Element types of safetensors that are read and written; the names are the file's. */
enum SafetensorsType {
    F32(4), F64(8), I64(8), BOOL(1);

    final int bytes;

    SafetensorsType(int bytes) {
        this.bytes = bytes;
    }
}
