the module
