#include "extension.h"
PyTypeObject *Model_Type;
int add_history(PyObject *m){(void)m;return 0;}
int add_model(PyObject *m){(void)m;return 0;}
PyObject *module_predict(PyObject *m, PyObject *const *a, Py_ssize_t c){(void)m;(void)a;(void)c;Py_RETURN_NONE;}
int tensor_from_sequence(PyObject *s, hbl_dtype d, hbl_tensor **out){
  PyObject *f=imported("numpy","array"); PyObject *a= d==NO_DTYPE? PyObject_CallFunctionObjArgs(f,s,NULL): PyObject_CallFunction(f,"Os",s,hbl_dtype_name(d));
  if(!a) return -1; return make_tensor(a,d,COPY_ALWAYS,out);}
