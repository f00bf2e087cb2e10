the plain script
