print("barlake")
