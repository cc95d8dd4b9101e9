// What Swift cannot import from HDF5's headers: macros that call H5open() and casts, as plain functions.
// Call them, like all of HDF5, with the library's lock held (Sources/HDF5/CLibrary.swift).
#ifndef CHDF5_SHIM_H
#define CHDF5_SHIM_H

#include <hdf5.h>

// Standard types as stored: little-endian, and big-endian so that such files are recognised.
static inline hid_t chdf5_int8(int big) { return big ? H5T_STD_I8BE : H5T_STD_I8LE; }
static inline hid_t chdf5_int16(int big) { return big ? H5T_STD_I16BE : H5T_STD_I16LE; }
static inline hid_t chdf5_int32(int big) { return big ? H5T_STD_I32BE : H5T_STD_I32LE; }
static inline hid_t chdf5_int64(int big) { return big ? H5T_STD_I64BE : H5T_STD_I64LE; }
static inline hid_t chdf5_uint8(int big) { return big ? H5T_STD_U8BE : H5T_STD_U8LE; }
static inline hid_t chdf5_uint16(int big) { return big ? H5T_STD_U16BE : H5T_STD_U16LE; }
static inline hid_t chdf5_uint32(int big) { return big ? H5T_STD_U32BE : H5T_STD_U32LE; }
static inline hid_t chdf5_uint64(int big) { return big ? H5T_STD_U64BE : H5T_STD_U64LE; }
static inline hid_t chdf5_float32(int big) { return big ? H5T_IEEE_F32BE : H5T_IEEE_F32LE; }
static inline hid_t chdf5_float64(int big) { return big ? H5T_IEEE_F64BE : H5T_IEEE_F64LE; }

// A new variable-length UTF-8 string type, the one that h5py reads as str; the caller closes it.
static inline hid_t chdf5_create_utf8_string_type(void) {
    hid_t type = H5Tcopy(H5T_C_S1);
    if (type < 0) return type;
    if (H5Tset_size(type, H5T_VARIABLE) < 0 || H5Tset_cset(type, H5T_CSET_UTF8) < 0) {
        H5Tclose(type);
        return -1;
    }
    return type;
}

// Whether an open type is h5py's bool: an enumeration of one byte with the members FALSE = 0 and TRUE = 1.
static inline int chdf5_is_boolean(hid_t type) {
    unsigned char no = 2, yes = 2;
    if (H5Tget_class(type) != H5T_ENUM || H5Tget_size(type) != 1 || H5Tget_nmembers(type) != 2) return 0;
    return H5Tenum_valueof(type, "FALSE", &no) >= 0 && H5Tenum_valueof(type, "TRUE", &yes) >= 0 && no == 0 && yes == 1;
}

// Classes of property lists.
static inline hid_t chdf5_file_create(void) { return H5P_FILE_CREATE; }
static inline hid_t chdf5_file_access(void) { return H5P_FILE_ACCESS; }
static inline hid_t chdf5_group_create(void) { return H5P_GROUP_CREATE; }
static inline hid_t chdf5_dataset_create(void) { return H5P_DATASET_CREATE; }

// Flags of H5Fcreate and H5Fopen.
static inline unsigned chdf5_read_only(void) { return H5F_ACC_RDONLY; }
static inline unsigned chdf5_new_file(void) { return H5F_ACC_EXCL; }

// HDF5 1.8's file format, whatever the library's version: other bounds would make bytes depend on it.
static inline herr_t chdf5_set_format_1_8(hid_t access) {
    return H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_V18);
}

#endif
